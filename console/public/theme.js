// Runs before the first paint, so that a dark page does not flash white.
;(function () {
    var choice = null
    try {
        choice = localStorage.getItem('stardust.theme')
    } catch (ignored) {
        // Storage may be forbidden; then the system decides.
    }
    var dark =
        choice === 'dark' || (choice !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()

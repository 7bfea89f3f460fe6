import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const server = process.env.STARDUST_SERVER ?? 'http://127.0.0.1:6600'

export default defineConfig({
    plugins: [vue()],
    resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
    // The server names them from where the page is opened, see ConsoleRoutes.
    base: './',
    build: {
        outDir: 'target/classes/console',
        emptyOutDir: true,
        target: 'es2022',
        // Inlined files would need `data:` in more places of the content security policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
    },
    server: { proxy: { '/api': { target: server, changeOrigin: false }, '/health': server } },
    preview: { proxy: { '/api': { target: server, changeOrigin: false }, '/health': server } },
    test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], restoreMocks: true },
})

import { createApp } from 'vue'
import App from './frame/App.vue'
import { router } from './frame/router'
import './ui/theme.css'
import { paintVariables } from './ui/variables'

paintVariables()
createApp(App).use(router).mount('#app')

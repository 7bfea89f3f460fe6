import { createApp } from 'vue'
import App from './frame/App.vue'
import { router } from './frame/router'
import './look/theme.css'
import { paintVariables } from './look/variables'

paintVariables()
createApp(App).use(router).mount('#app')

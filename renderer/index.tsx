import './without-eval.ts'
import './look.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { windowBridge } from './bridge.ts'
import { createWizardStore } from './wizard-store.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(<App store={createWizardStore(windowBridge(), window.sessionStorage)} />)

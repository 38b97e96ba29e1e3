import './look.css'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app.tsx'
import { windowBridge } from './bridge.ts'
import { createWizardStore } from './wizard-store.ts'

// Compiled parsers need `eval`, which the content security policy refuses.
z.config({ jitless: true })

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(<App store={createWizardStore(windowBridge(), window.sessionStorage)} />)

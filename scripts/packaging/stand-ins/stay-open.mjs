// Runs under Wine, by the program's own node.exe: the program is open until the file that this one writes is gone.
import { existsSync, writeFileSync } from 'node:fs'

const [file = ''] = process.argv.slice(2)
writeFileSync(file, '')
const waiting = setInterval(() => {
  if (!existsSync(file)) clearInterval(waiting)
}, 100)

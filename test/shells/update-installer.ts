import { installUpdate } from '../../desktop/src/core/update-install.ts'

// Lays one package, in a process that may be killed at any step.
const { BASE = '', PACKAGE = '', KEY = '' } = process.env
await installUpdate(BASE, PACKAGE, { keys: [KEY], platform: 'linux-x64', shell: 'web', version: '0.1.0' })
console.log('laid')

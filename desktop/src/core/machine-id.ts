import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * What the operating system calls this machine, made when it was installed: machine-id(5) on Linux, MachineGuid of the
 * registry on Windows, IOPlatformUUID on macOS. Empty where none can be read: then a copied folder is noticed by the
 * centre alone.
 */
export function machineId(platform: NodeJS.Platform = process.platform): string {
  try {
    if (platform === 'win32') return windowsId()
    return platform === 'darwin' ? macId() : linuxId()
  } catch {
    return ''
  }
}

function linuxId(): string {
  for (const file of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    const id = readIfThere(file).trim()
    if (/^[0-9a-f]{32}$/.test(id)) return id
  }
  return ''
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const run = (program: string, args: string[]) =>
  execFileSync(program, args, { encoding: 'utf8', timeout: 5_000, windowsHide: true })

function windowsId(): string {
  const program = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\reg.exe`
  const text = run(program, ['query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid'])
  return /MachineGuid\s+REG_SZ\s+([0-9a-f-]{36})/i.exec(text)?.[1]?.toLowerCase() ?? ''
}

function macId(): string {
  const text = run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'])
  return /"IOPlatformUUID" = "([0-9A-F-]{36})"/.exec(text)?.[1] ?? ''
}

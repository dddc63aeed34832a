import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import type { Notes } from './notes.ts'
import { officeAddress, terminalOf } from './terminal.ts'

const card = (address: string, mac: string, internal = false): NetworkInterfaceInfo => ({
  address,
  mac,
  internal,
  family: 'IPv4',
  netmask: '255.255.255.0',
  cidr: null,
})
const OFFICE = card('10.40.11.21', '02:00:5e:40:01:21')
const OTHER = card('192.168.56.1', '0a:00:27:00:00:00')
const LOOPBACK = card('127.0.0.1', '00:00:00:00:00:00', true)

function memory(): Notes {
  const kept = new Map<string, unknown>()
  return {
    get: async <T>(id: string) => kept.get(id) as T | undefined,
    put: async (id, value) => void kept.set(id, value),
  }
}

test('the machine is known by the address towards its centre, by the last one with its cable out, and by no other', async () => {
  const notes = memory()
  const now = { all: [LOOPBACK, OTHER, OFFICE], own: undefined as string | undefined, server: 'https://10.40.1.5:8443' }
  const address = officeAddress({
    notes,
    server: () => now.server,
    interfaces: () => ({ all: now.all }),
    towards: async host => (host === '10.40.1.5' ? now.own : undefined),
  })
  now.own = OFFICE.address
  const office = { ip: '10.40.11.21', mac: '02:00:5E:40:01:21' }
  expect(await address()).toEqual(office)
  // No way to the centre: of the addresses that are left the one it had last, else the last one all the same.
  now.own = undefined
  expect(await address()).toEqual(office)
  now.all = [LOOPBACK]
  expect(await address()).toEqual(office)
  // Carried to another network, it is another terminal.
  now.all = [LOOPBACK, OTHER]
  expect(await address()).toEqual({ ip: '192.168.56.1', mac: '0A:00:27:00:00:00' })
})

test('a machine that never had an address says none; one that was told its own says that', async () => {
  const none = officeAddress({ notes: memory(), server: () => undefined, interfaces: () => ({ lo: [LOOPBACK] }) })
  expect(await none()).toEqual({ ip: '', mac: '' })
  const parts = { notes: memory(), held: { enrolment: undefined } }
  const told = { ip: '10.40.11.9', mac: '02:00:5E:40:01:09' }
  expect(await terminalOf({ terminal: told }, parts)()).toEqual(told)
  const real = await terminalOf({}, parts)()
  expect(real.ip).toMatch(/^(\d+(\.\d+){3})?$/)
})

test('the own address towards a host is asked of this system', async () => {
  const server = () => 'https://127.0.0.1:1'
  const interfaces = () => ({ a: [OTHER], b: [{ ...LOOPBACK, internal: false }] })
  const address = officeAddress({ notes: memory(), server, interfaces })
  expect(await address()).toEqual({ ip: '127.0.0.1', mac: '00:00:00:00:00:00' })
})

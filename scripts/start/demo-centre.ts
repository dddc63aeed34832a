import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { DEFAULT_ZONE, dayOf } from '../../shared-types/src/engine/day.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import { fillAddresses } from '../../sync-server/src/demo/addresses.ts'
import type { CardHolder } from '../../sync-server/src/demo/card-holders.ts'
import { demoData } from '../../sync-server/src/demo/demo-data.ts'
import { fillDemo } from '../../sync-server/src/demo/fill-demo.ts'
import { addCode } from '../../sync-server/src/found.ts'
import { type Running, start } from '../../sync-server/src/start.ts'

/** The password of everybody in the demo. */
export const DEMO_PASSWORD = 'Chuangtai-2026'
const SEED = 2026

export interface DemoCentre {
  address: string
  /** A one-time code that makes a machine the next station of a unit. */
  code(unit: string): Promise<string>
  stop(): Promise<void>
}

/**
 * The demo's centre on SQLite, on the port that it had the first time, because its windows keep its address. The data is
 * made in a folder beside and moved into place when all of it is there: an end in the middle leaves nothing half done.
 * `holders` are the people of the simulated cards, put into the data when it is made.
 */
export async function openDemoCentre(folder: string, holders: readonly CardHolder[]): Promise<DemoCentre> {
  if (!existsSync(folder)) await fill(folder, holders)
  const portFile = join(folder, 'port')
  const kept = existsSync(portFile) ? readFileSync(portFile, 'utf8') : '0'
  const running = await open(folder, kept)
  writeFileSync(portFile, new URL(running.address).port)
  return {
    address: running.address,
    code: async unit => (await addCode(running.parts, unit, await nextNumber(running, unit))).code,
    stop: () => running.stop(),
  }
}

async function fill(folder: string, holders: readonly CardHolder[]): Promise<void> {
  const making = `${folder}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  const data = await demoData(SEED, dayOf(new Date().toISOString(), DEFAULT_ZONE), { holders })
  const running = await open(making, '0')
  try {
    await fillDemo(running.parts, data, DEMO_PASSWORD)
    await fillAddresses(running.parts, data.people)
  } finally {
    await running.stop()
  }
  renameSync(making, folder)
}

function open(folder: string, port: string): Promise<Running> {
  // What would be an SMS is a line of a file: the demo writes to nobody.
  const gateways = { demo: { kind: 'file', path: join(folder, 'messages.ndjson') } }
  const config = readConfig({
    CHUANGTAI_DATA: folder,
    CHUANGTAI_PORT: port,
    CHUANGTAI_HOST: '127.0.0.1',
    CHUANGTAI_MESSAGES: JSON.stringify({ gateways }),
  })
  return start(config, kinds, (error, about) => console.error(`${about}:`, error))
}

/** Two digits after those that the unit's stations have. */
async function nextNumber({ parts }: Running, unit: string): Promise<string> {
  const { stations } = await parts.directory(parts.store.db)
  const used = [...stations.values()].filter(station => station.unit === unit).map(station => Number(station.number))
  return String(Math.max(0, ...used) + 1).padStart(2, '0')
}

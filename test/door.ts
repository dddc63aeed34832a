import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../sync-server/src/config.ts'
import { newAuthority, newServerCertificate } from '../sync-server/src/tls-authority.ts'

/** A folder with an authority and a certificate by it, as a centre serves TLS from; `config` is for `centre()`. */
export interface Door {
  folder: string
  config: Readonly<Record<string, string>>
  remove(): Promise<void>
}

/** Makes both for a centre on this machine's loopback. */
export async function door(): Promise<Door> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-tls-'))
  const config = { CHUANGTAI_TLS: folder, CHUANGTAI_TLS_LOOK: '20' }
  await newAuthority(readConfig(config), new Date())
  await newServerCertificate(readConfig(config), { names: DOOR_NAMES }, new Date())
  return { folder, config, remove: () => rm(folder, { recursive: true, force: true }) }
}

export const DOOR_NAMES = ['127.0.0.1', 'localhost']

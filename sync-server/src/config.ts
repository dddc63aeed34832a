import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { DEFAULT_ZONE } from '../../shared-types/src/engine/day.ts'
import { CODE_ALGORITHMS } from '../../shared-types/src/model/signed-code.ts'
import { messagesConfig } from './messages/gateway-config.ts'
import { registerConfig } from './register/register-config.ts'

const MEGABYTE = 1024 * 1024

const rate = z.coerce.number().int().min(0).optional()

const config = z.strictObject({
  /** A folder for the database file and the files, unless they are told apart. */
  data: z.string().default('.data/server'),
  /** A path for SQLite, or `postgres://user:password@host/database`. */
  database: z.string().optional(),
  files: z.string().optional(),
  host: z.string().default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(4610),
  /** Proxies in front, so that addresses are counted as their clients'. */
  proxies: z.coerce.number().int().min(0).max(10).default(0),
  /** Where the authority and the server's certificate lie; a folder `tls` beside the data unless told. */
  tls: z.string().optional(),
  /** Speaks plain HTTP, also to other machines: whoever says so has a proxy in front that ends TLS. */
  plainHttp: z.union([z.boolean(), z.stringbool()]).optional(),
  /** How often the certificate's file is looked at, in milliseconds. */
  tlsLook: z.coerce.number().int().min(10).optional(),
  /** The name of the deployment and its time zone, when it is first started. */
  name: z.string().min(1).max(120).default('窗台'),
  zone: z.string().default(DEFAULT_ZONE),
  /** Encrypts what the database must not tell: the server's private keys. */
  secret: z.string().min(12).optional(),
  /** PEM: the authorities whose certificates on USB keys sign people in; without it none does. */
  keyAuthorities: z.string().optional(),
  /** PEM or DER: their lists of certificates taken back. Once told, one that is out of date lets nobody in. */
  keyRevoked: z.string().optional(),
  /** From how many values that one person uncovers within how many minutes the security officer is told: 30 in 10. */
  revealsMost: z.coerce.number().int().min(2).max(1000).optional(),
  revealsMinutes: z.coerce.number().min(1).max(1440).optional(),
  /** How the codes on licences are signed from now on; what was signed otherwise holds on. */
  codeSignature: z.enum(CODE_ALGORITHMS).optional(),
  /** HH:MM in the deployment's zone from which on the rules judge the day before; `rules` off: only when they are asked. */
  rulesAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day, HH:MM')
    .default('02:30')
    .optional(),
  rules: z.enum(['on', 'off']).optional(),
  /** Lets who has it read the figures at /metrics from another machine. */
  metricsToken: z.string().min(16).optional(),
  /**
   * Where a copy of the database is laid before its form is changed, and the list of what was disposed of, which must not be
   * rolled back with the data; a folder `backups` beside the data unless told. Instances of one database share it.
   */
  backups: z.string().optional(),
  /** Changes the form of the database without that copy. */
  noBackup: z.union([z.boolean(), z.stringbool()]).optional(),
  /** Seconds between saying that it is not ready and taking no more connections: for a balancer to notice. */
  stopNotice: z.coerce.number().min(0).max(600).optional(),
  /** Seconds that running requests have to come to their end when the server stops. */
  stopWithin: z.coerce.number().min(0).max(600).optional(),
  fileLimit: z.coerce
    .number()
    .int()
    .min(1)
    .default(50 * MEGABYTE),
  /** Of a package that came by hand. */
  carryLimit: z.coerce
    .number()
    .int()
    .min(1)
    .default(8192 * MEGABYTE),
  /** Of a file of facts that is imported; 1 GB. */
  factLimit: z.coerce.number().int().min(1).optional(),
  jsonLimit: z.coerce
    .number()
    .int()
    .min(1)
    .default(8 * MEGABYTE),
  /** Other limits than those of limits.ts, of which 0 takes one away; in the file, or as JSON in the variable. */
  rates: z
    .preprocess(
      value => (typeof value === 'string' ? parsedJson(value) : value),
      z.strictObject({ station: rate, person: rate, strangers: rate, atOnce: rate }),
    )
    .optional(),
  /** By which gateways messages leave the house, with their addresses and secrets; in the file, or as JSON in the variable. */
  messages: z.preprocess(value => (typeof value === 'string' ? parsedJson(value) : value), messagesConfig).optional(),
  /** The register of enterprises that records are compared with; in the file, or as JSON in the variable. */
  register: z.preprocess(value => (typeof value === 'string' ? parsedJson(value) : value), registerConfig).optional(),
})

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export type Config = Omit<z.infer<typeof config>, 'database' | 'files'> & { database: string; files: string }

/**
 * The configuration: a JSON file named by CHUANGTAI_CONFIG, over which each value may be told by a variable of its name,
 * such as CHUANGTAI_DATABASE or CHUANGTAI_FILE_LIMIT. Throws an Error that names what is wrong.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const path = env.CHUANGTAI_CONFIG
  if (path && !existsSync(path)) throw new Error(`CHUANGTAI_CONFIG names ${path}, which does not exist`)
  const file: unknown = path ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const told = Object.keys(config.shape).flatMap(key => {
    const value = env[`CHUANGTAI_${key.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`]
    return value === undefined ? [] : [[key, value]]
  })
  const result = config.safeParse({ ...(file as object), ...Object.fromEntries(told) })
  if (!result.success) throw new Error(`The configuration is wrong: ${z.prettifyError(result.error)}`)
  const { data, database, files, ...rest } = result.data
  return { ...rest, data, database: database ?? join(data, 'server.sqlite'), files: files ?? join(data, 'files') }
}

import { createPublicKey, verify } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newRun, requestSigner } from '../../desktop/src/core/request-signer.ts'
import { makeStationKey } from '../../desktop/src/core/station-key.ts'
import { NO_BODY, signedText } from '../../shared-types/src/engine/station-signature.ts'
import { HEADERS } from '../../shared-types/src/protocol.ts'
import { openDatabase } from '../../sync-server/src/database.ts'
import { stationCounters } from '../../sync-server/src/station-counters.ts'
import { noCounter } from '../../sync-server/src/station-fork.ts'
import { isSignedBy, type SignedRequest } from '../../sync-server/src/station-signature.ts'
import { openStore } from '../../sync-server/src/store.ts'
import { atMost, type Bench, compare, type Row, told, wallTime } from './measure.ts'

const OPERATIONS = 200
const TEXT = Buffer.alloc(250, 'x')
const now = () => new Date().toISOString()

/** What it costs that each request is signed and heard once, beside the bare Ed25519 of the same process. */
const bench: Bench = {
  name: 'signed requests',
  async run() {
    const key = makeStationKey()
    return [...(await cryptography(key)), ...(await counting(key.publicKey))]
  },
}
export default bench

type Key = ReturnType<typeof makeStationKey>

function signerOf(key: Key) {
  const count = { last: 0 }
  const counter = {
    next: async () => {
      count.last += 1
      return count.last
    },
  }
  const signing = { counter, now, offset: { ms: 0 }, run: newRun(), version: 'bench' }
  return requestSigner(signing, key, 'station')
}

async function cryptography(key: Key): Promise<Row[]> {
  const signer = signerOf(key)
  const url = new URL('http://centre/api/sync/pull?seq=812&scope=AAAA&limit=1000')
  const signature = key.sign(TEXT)
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' })
  const request = await signedRequest(key)
  const times = async (work: () => unknown) => {
    for (let i = 0; i < OPERATIONS; i++) await work()
  }
  const how = { operations: OPERATIONS, rounds: 9 }
  const ask = { method: 'GET', url, session: '', body: NO_BODY }
  const sign = await compare(
    'bare',
    { bare: () => times(() => key.sign(TEXT)), signed: () => times(() => signer.headers(ask)) },
    how,
  )
  const check = await compare(
    'bare',
    {
      bare: () => times(() => verify(null, TEXT, publicKey, signature)),
      checked: () => times(() => isSignedBy(key.publicKey, request)),
    },
    how,
  )
  return [
    told('to sign a request, µs of CPU', sign.signed.perOperation, 'µs'),
    atMost('against a bare signature', sign.signed.ratio, '×', 2),
    told('to check a request, µs of CPU', check.checked.perOperation, 'µs'),
    atMost('against a bare verification', check.checked.ratio, '×', 2),
  ]
}

async function signedRequest(key: Key): Promise<SignedRequest> {
  const request = {
    method: 'GET',
    target: '/api/sync/pull?seq=812&scope=AAAA&limit=1000',
    station: 'station',
    session: '',
    time: now(),
    counter: 1,
    run: newRun(),
    body: NO_BODY,
    version: 'bench',
  }
  const signature = key.sign(Buffer.from(signedText(request), 'utf8'))
  return { ...request, signature: Buffer.from(signature).toString('base64url') }
}

/** Each counter is durable before its request is heard: alone it pays for its own sync to the disk, in a crowd it shares one. */
async function counting(publicKey: string): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-signing-'))
  const { db, close } = await openDatabase(join(folder, 'server.sqlite'))
  try {
    const counters = stationCounters(openStore(db, new Map()), now)
    const stations = Array.from({ length: 500 }, (_, i) => `station-${i}`)
    await db
      .insertInto('station_counters')
      .values(stations.map(station => noCounter(station, publicKey)))
      .execute()
    const use = (station: string, counter: number) =>
      counters.use({ ...EMPTY, station, counter, time: now(), signature: `${station}-${counter}` }, publicKey)
    const alone = await wallTime(async () => {
      for (let i = 1; i <= OPERATIONS; i++) await use(stations[0]!, i)
    })
    const crowd: number[] = []
    for (let round = 1; round <= 10; round++)
      crowd.push(await wallTime(() => Promise.all(stations.map(station => use(station, 1000 + round)))))
    const each = crowd.sort((a, b) => a - b)[5]! / stations.length
    return [
      told('to use up a counter, one request at a time, µs', (alone / OPERATIONS) * 1000, 'µs'),
      told('to use up a counter, 500 stations at once, µs each', each * 1000, 'µs'),
      atMost('in a crowd against alone', each / (alone / OPERATIONS), '×', 0.5),
    ]
  } finally {
    await close()
    await rm(folder, { recursive: true, force: true })
  }
}

const EMPTY = { method: 'GET', target: '/', session: '', run: newRun(), body: NO_BODY, version: HEADERS.version }

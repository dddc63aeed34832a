import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '../../../../native-bridges/src/kept-files.ts'
import { CARRY_ENDING } from '../../../../shared-types/src/carry-format.ts'
import type { CarryLook, CarryView } from '../../api/carry.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import { bringPackage, receiptName } from '../carry-bring.ts'
import { beginIncoming, dropIncoming, incomingPath, sizeOf, writeIncoming } from '../carry-incoming.ts'
import { takeReceipt } from '../carry-land.ts'
import { ableToCarry, carryFolder, carryOut, packageName } from '../carry-out.ts'
import { lookInto, notTaken } from '../carry-receipt.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'carry.state'
  | 'carry.out'
  | 'carry.read'
  | 'carry.begin'
  | 'carry.write'
  | 'carry.look'
  | 'carry.take'
  | 'carry.bring'
  | 'carry.drop'

/** Bytes of a piece on its way to the screen. */
const PIECE = 2 * 1024 * 1024

/** Sticks: unsent work out, packages of others on, receipts in. Whoever is signed in may carry; nobody can read it. */
export function carryCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'carry.state': (_, client) => {
      asking(desk, client)
      return view(desk, client)
    },
    'carry.out': (_, client) => carryOut(desk, asking(desk, client).user),
    'carry.read': ({ file, at }, client) => {
      asking(desk, client)
      return piece(join(carryFolder(desk), file), at)
    },
    'carry.begin': async (_, client) => {
      asking(desk, client)
      ableToCarry(desk)
      return { upload: await beginIncoming(desk) }
    },
    'carry.write': (given, client) => {
      asking(desk, client)
      return writeIncoming(desk, given)
    },
    'carry.look': ({ upload }, client) => {
      asking(desk, client)
      return look(desk, incomingPath(desk, upload))
    },
    'carry.take': async ({ upload }, client) => {
      const { user } = asking(desk, client)
      await sizeOf(incomingPath(desk, upload))
      const taken = await takeReceipt(desk, incomingPath(desk, upload))
      await desk.audit(user, 'carry-receipt', `carry-${taken.sequence}`, { sequence: String(taken.sequence) })
      return taken
    },
    'carry.bring': async ({ upload }, client) => {
      const { user } = asking(desk, client)
      await sizeOf(incomingPath(desk, upload))
      const { station, package: hash, time: _, ...told } = await bringPackage(desk, incomingPath(desk, upload))
      await desk.audit(user, 'carry-bring', station.id, { sequence: String(told.sequence), package: hash })
      return {
        ...told,
        station: station.name,
        unit: desk.directory.unitName(station.unit),
        file: receiptName(hash),
        name: fileName(client, 'carry.receiptName', station.name, told.sequence),
      }
    },
    'carry.drop': ({ upload }, client) => {
      asking(desk, client)
      return dropIncoming(desk, upload)
    },
  }
}

async function view(desk: Desk, client: Client): Promise<CarryView> {
  const files = await desk.files.unsent()
  const here = new Set(await namesIn(carryFolder(desk)))
  const packages = await desk.packages.all()
  const station = desk.directory.station(desk.station() ?? '')?.name ?? ''
  return {
    events: desk.outgoing.waiting(),
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.size, 0),
    packages: packages.map((carried, i) => ({
      ...carried,
      ...(here.has(packageName(carried.sequence)) && { file: packageName(carried.sequence) }),
      name: fileName(client, 'carry.packageName', station, carried.sequence),
      superseded: i > 0,
    })),
  }
}

/** A name for people, without what file systems do not take. */
function fileName(
  { language }: Client,
  say: 'carry.packageName' | 'carry.receiptName',
  station: string,
  sequence: number,
): string {
  const ending = say === 'carry.packageName' ? CARRY_ENDING.outgoing : CARRY_ENDING.receipt
  return coreText(language, say, { station, sequence, ending }).replace(/[\\/:*?"<>|]/g, '_')
}

async function piece(path: string, at: number): Promise<{ bytes: Uint8Array; size: number }> {
  const file = await open(path, 'r').catch(() => {
    throw new CallRefusal('not-found', 'carry.file-gone')
  })
  try {
    const { size } = await file.stat()
    const bytes = new Uint8Array(Math.max(0, Math.min(PIECE, size - at)))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, at)
    return { bytes: bytes.subarray(0, bytesRead), size }
  } finally {
    await file.close()
  }
}

/** What a file says of itself, whether its frame is whole, and what may be done with it here. */
async function look(desk: Desk, path: string): Promise<CarryLook> {
  const size = await sizeOf(path)
  const { kind, station: id, sequence, made, events, files } = await lookInto(path)
  const station = desk.directory.station(id)
  if (kind === 'receipt' && id !== desk.station()) throw notTaken('other-station')
  return {
    kind: kind === 'receipt' ? 'receipt' : 'package',
    station: station?.name ?? id,
    unit: station ? desk.directory.unitName(station.unit) : '',
    sequence,
    made,
    events,
    files,
    size,
    may: kind === 'receipt' ? 'take' : 'bring',
  }
}

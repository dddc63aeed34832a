import koffi from 'koffi'
import { Pkcs11Fault } from './pkcs11-fault.ts'

/**
 * The calls of PKCS#11 v2.40 (OASIS, "Cryptoki") that signing with a key needs, bound to a manufacturer's library. Each
 * throws Pkcs11Fault for every other return value than CKR_OK. Runs in the host process only: the library is foreign code.
 */
export interface Cryptoki {
  /** Slots with a token in them. */
  slots(): number[]
  /** CK_TOKEN_INFO as it lies in memory, and its flags. */
  tokenInfo(slot: number): { bytes: Buffer; flags: number }
  openSession(slot: number): number
  closeSession(session: number): void
  /** As the key's user. */
  login(session: number, pin: Buffer): void
  logout(session: number): void
  /** Handles of the objects with these attributes. */
  find(session: number, attributes: readonly Attribute[]): number[]
  /** An attribute's value; undefined for one that the object does not have. */
  value(session: number, object: number, type: number): Buffer | undefined
  sign(session: number, mechanism: number, key: number, data: Buffer): Buffer
  finalize(): void
}

export interface Attribute {
  type: number
  value: Buffer
}

/** Numbers of the specification that this file's users need. */
export const CKA = { class: 0x0, value: 0x11, id: 0x102 } as const
export const CKO = { certificate: 1, privateKey: 3 } as const
export const CKM = { rsaPkcs: 0x1, ecdsa: 0x1041 } as const
export const CKF = {
  pinInitialized: 0x8,
  initialized: 0x400,
  pinLow: 0x1_0000,
  pinLast: 0x2_0000,
  pinLocked: 0x4_0000,
} as const

const CKU_USER = 1
const CKF_SERIAL_SESSION = 4
const CKR_ATTRIBUTE_TYPE_INVALID = 0x12
const CKR_ALREADY_INITIALIZED = 0x191

const ULONG = koffi.sizeof('unsigned long')
/** Behind label, maker, model and serial number. */
const FLAGS_AT = 96
const MOST = { slots: 64, objects: 64, value: 65_536, signature: 1_024, tokenInfo: 512 }

/** On Windows the specification packs its structures. */
const struct = process.platform === 'win32' ? koffi.pack : koffi.struct
const ATTRIBUTE = struct({ type: 'unsigned long', pValue: 'void *', ulValueLen: 'unsigned long' })
const MECHANISM = struct({ mechanism: 'unsigned long', pParameter: 'void *', ulParameterLen: 'unsigned long' })

/** CK_FUNCTION_LIST as far as C_Sign, in the order of the specification. */
const FUNCTIONS = [
  ...['Initialize', 'Finalize', 'GetInfo', 'GetFunctionList', 'GetSlotList', 'GetSlotInfo', 'GetTokenInfo'],
  ...['GetMechanismList', 'GetMechanismInfo', 'InitToken', 'InitPIN', 'SetPIN', 'OpenSession', 'CloseSession'],
  ...['CloseAllSessions', 'GetSessionInfo', 'GetOperationState', 'SetOperationState', 'Login', 'Logout'],
  ...['CreateObject', 'CopyObject', 'DestroyObject', 'GetObjectSize', 'GetAttributeValue', 'SetAttributeValue'],
  ...['FindObjectsInit', 'FindObjects', 'FindObjectsFinal', 'EncryptInit', 'Encrypt', 'EncryptUpdate', 'EncryptFinal'],
  ...['DecryptInit', 'Decrypt', 'DecryptUpdate', 'DecryptFinal', 'DigestInit', 'Digest', 'DigestUpdate', 'DigestKey'],
  ...['DigestFinal', 'SignInit', 'Sign'],
]
const VERSION = struct({ major: 'uint8', minor: 'uint8' })
const LIST = struct({ version: VERSION, ...Object.fromEntries(FUNCTIONS.map(name => [name, 'void *'])) })

type Call = (...args: unknown[]) => number
type Calls = (name: string, ...args: Type[]) => Call
type Type = Parameters<typeof koffi.array>[0]

const ulongType = 'unsigned long'
const bytesType = 'void *'
/** One number, or a row of them, that the library reads and writes. */
const numbers = koffi.inout(koffi.pointer(ulongType))

/**
 * Loads the library and initialises it.
 * @throws Pkcs11Fault `module` for a file that is no PKCS#11 library for this machine
 */
export function openCryptoki(module: string): Cryptoki {
  const bound = calls(module)
  const initialize = bound('Initialize', bytesType)
  const rv = initialize(null)
  if (rv !== CKR_ALREADY_INITIALIZED) checked(rv)
  const finalize = bound('Finalize', bytesType)
  return { ...tokenCalls(bound), ...objectCalls(bound), finalize: () => void finalize(null) }
}

function calls(module: string): Calls {
  const pointers = listOf(module)
  return (name, ...args) => koffi.decode(pointers[name], koffi.proto(ulongType, args)) as Call
}

function listOf(module: string): Record<string, unknown> {
  try {
    const get = koffi.load(module).func('unsigned long C_GetFunctionList(_Out_ void **list)') as Call
    const out: unknown[] = [null]
    checked(get(out))
    return koffi.decode(out[0], LIST) as Record<string, unknown>
  } catch {
    throw new Pkcs11Fault('module')
  }
}

function tokenCalls(bound: Calls) {
  const getSlotList = bound('GetSlotList', 'uint8', numbers, numbers)
  const getTokenInfo = bound('GetTokenInfo', ulongType, bytesType)
  const open = bound('OpenSession', ulongType, ulongType, bytesType, bytesType, numbers)
  const close = bound('CloseSession', ulongType)
  const login = bound('Login', ulongType, ulongType, bytesType, ulongType)
  const logout = bound('Logout', ulongType)
  return {
    slots() {
      // Asking for the number first makes libraries look at their readers anew.
      checked(getSlotList(1, null, [0]))
      const count = [MOST.slots]
      const slots = Array<number>(MOST.slots).fill(0)
      checked(getSlotList(1, slots, count))
      return slots.slice(0, count[0]).map(Number)
    },
    tokenInfo(slot: number) {
      const bytes = Buffer.alloc(MOST.tokenInfo)
      checked(getTokenInfo(slot, bytes))
      return { bytes, flags: ulongAt(bytes, FLAGS_AT) }
    },
    openSession(slot: number) {
      const session = [0]
      checked(open(slot, CKF_SERIAL_SESSION, null, null, session))
      return Number(session[0])
    },
    closeSession: (session: number) => void close(session),
    login: (session: number, pin: Buffer) => checked(login(session, CKU_USER, pin, pin.length)),
    logout: (session: number) => void logout(session),
  }
}

function objectCalls(bound: Calls) {
  const attributes = koffi.inout(koffi.pointer(ATTRIBUTE))
  const findInit = bound('FindObjectsInit', ulongType, attributes, ulongType)
  const findNext = bound('FindObjects', ulongType, numbers, ulongType, numbers)
  const findEnd = bound('FindObjectsFinal', ulongType)
  const getValue = bound('GetAttributeValue', ulongType, ulongType, attributes, ulongType)
  const signInit = bound('SignInit', ulongType, koffi.pointer(MECHANISM), ulongType)
  const sign = bound('Sign', ulongType, bytesType, ulongType, bytesType, numbers)
  return {
    find(session: number, wanted: readonly Attribute[]) {
      const asked = wanted.map(({ type, value }) => ({ type, pValue: value, ulValueLen: value.length }))
      checked(findInit(session, asked, asked.length))
      try {
        const found = Array<number>(MOST.objects).fill(0)
        const count = [0]
        checked(findNext(session, found, MOST.objects, count))
        return found.slice(0, Number(count[0])).map(Number)
      } finally {
        findEnd(session)
      }
    },
    value(session: number, object: number, type: number) {
      const room = Buffer.alloc(MOST.value)
      const asked = [{ type, pValue: room as unknown, ulValueLen: room.length }]
      const rv = getValue(session, object, asked, 1)
      if (rv === CKR_ATTRIBUTE_TYPE_INVALID) return undefined
      checked(rv)
      return Buffer.from(room.subarray(0, Number(asked[0]!.ulValueLen)))
    },
    sign(session: number, mechanism: number, key: number, data: Buffer) {
      checked(signInit(session, { mechanism, pParameter: null, ulParameterLen: 0 }, key))
      const signature = Buffer.alloc(MOST.signature)
      const length = [signature.length]
      checked(sign(session, data, data.length, signature, length))
      return Buffer.from(signature.subarray(0, Number(length[0])))
    },
  }
}

/** A CK_ULONG as an attribute's value. */
export function ulong(value: number): Buffer {
  const bytes = Buffer.alloc(ULONG)
  if (ULONG === 8) bytes.writeBigUInt64LE(BigInt(value))
  else bytes.writeUInt32LE(value)
  return bytes
}

const ulongAt = (bytes: Buffer, at: number): number =>
  ULONG === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUInt32LE(at)

function checked(rv: number): void {
  if (rv !== 0) throw Pkcs11Fault.of(rv)
}

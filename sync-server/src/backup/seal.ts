import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scryptSync } from 'node:crypto'
import { Transform } from 'node:stream'

/** Bytes of content in one frame. */
const FRAME = 256 * 1024
const SALT = 16
const TAG = 16
/** A byte that says whether the frame is the last one, then the length of what follows. */
const HEAD = 5

/** The key of a backup out of a secret that people keep: slow to guess (scrypt, RFC 7914: N 2^15, r 8, p 1). */
export const keyFrom = (secret: string | Buffer, salt: Buffer): Buffer =>
  scryptSync(secret, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })

/**
 * Seals a stream: a salt, then frames, each by AES-256-GCM under a key of this stream alone (HKDF, RFC 5869) and a nonce
 * that counts the frames and marks the last one. So a frame that is changed, moved, left out or cut off is noticed.
 */
export function sealing(key: Buffer): Transform {
  const salt = randomBytes(SALT)
  const own = streamKey(key, salt)
  const state: { frames: number; waiting: Buffer[]; size: number } = { frames: 0, waiting: [], size: 0 }
  const frame = (content: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', own, nonceOf(state.frames++, last))
    const body = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
    const head = Buffer.alloc(HEAD)
    head.writeUInt8(last ? 1 : 0, 0)
    head.writeUInt32BE(body.length, 1)
    return Buffer.concat([head, body])
  }
  return new Transform({
    construct(done) {
      this.push(salt)
      done()
    },
    transform(chunk: Buffer, _encoding, done) {
      state.waiting.push(chunk)
      state.size += chunk.length
      if (state.size < FRAME) return done()
      const all = Buffer.concat(state.waiting)
      const whole = all.length - (all.length % FRAME)
      for (let at = 0; at < whole; at += FRAME) this.push(frame(all.subarray(at, at + FRAME), false))
      state.waiting = [all.subarray(whole)]
      state.size = all.length - whole
      done()
    },
    flush(done) {
      this.push(frame(Buffer.concat(state.waiting), true))
      done()
    },
  })
}

/** Opens what `sealing` sealed. Fails with an Error when the key is another, or anything was changed or cut off. */
export function opening(key: Buffer): Transform {
  const state: { own?: Buffer; frames: number; rest: Buffer; ended: boolean } = {
    frames: 0,
    rest: Buffer.alloc(0),
    ended: false,
  }
  const take = (stream: Transform) => {
    if (!state.own) {
      if (state.rest.length < SALT) return
      state.own = streamKey(key, state.rest.subarray(0, SALT))
      state.rest = state.rest.subarray(SALT)
    }
    for (;;) {
      if (state.rest.length < HEAD) return
      const length = state.rest.readUInt32BE(1)
      if (state.ended || length < TAG || length > FRAME + TAG) throw new Error('A sealed file is damaged')
      if (state.rest.length < HEAD + length) return
      const last = state.rest.readUInt8(0) === 1
      stream.push(openFrame(state.own, state.frames++, last, state.rest.subarray(HEAD, HEAD + length)))
      state.rest = state.rest.subarray(HEAD + length)
      state.ended = last
    }
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      state.rest = state.rest.length ? Buffer.concat([state.rest, chunk]) : chunk
      try {
        take(this)
      } catch (error) {
        done(error as Error)
        return
      }
      done()
    },
    flush(done) {
      done(state.ended && state.rest.length === 0 ? null : new Error('A sealed file was cut short'))
    },
  })
}

function openFrame(key: Buffer, frame: number, last: boolean, body: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame, last))
  decipher.setAuthTag(body.subarray(-TAG))
  const content = decipher.update(body.subarray(0, -TAG))
  try {
    return Buffer.concat([content, decipher.final()])
  } catch {
    throw new Error('A sealed file does not open: another key, or it was changed')
  }
}

const streamKey = (key: Buffer, salt: Buffer) => Buffer.from(hkdfSync('sha256', key, salt, 'chuangtai backup', 32))

function nonceOf(frame: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(frame, 7)
  nonce.writeUInt8(last ? 1 : 0, 11)
  return nonce
}

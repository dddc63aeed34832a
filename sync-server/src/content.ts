import { Readable } from 'node:stream'
import { CONTENT_HEAD, type ContentType, contentType } from '../../shared-types/src/engine/content-type.ts'

/** A file is nothing that is kept here, or not what it was said to be. */
export class WrongContent extends Error {
  constructor() {
    super('wrong content')
    this.name = 'WrongContent'
  }
}

/**
 * The same content, whose first bytes are looked at before the first is handed on: reading it throws WrongContent unless
 * they are those of a picture or PDF, and of the type that was declared, if one was. `type` is what it is, once it is
 * read. Whoever gives up reading leaves the source open, so that an answer can still go out on it.
 */
export function lookedAt(
  content: Readable,
  declared: string,
): { content: Readable; type: () => ContentType | undefined } {
  const seen: { type?: ContentType } = {}
  const look = (head: Buffer) => {
    const type = contentType(head)
    if (!type || (declared && declared !== 'application/octet-stream' && declared !== type)) throw new WrongContent()
    seen.type = type
  }
  return { content: Readable.from(passedOn(content, look), { objectMode: false }), type: () => seen.type }
}

async function* passedOn(content: Readable, look: (head: Buffer) => void): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of content.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (!head) yield chunk
    else {
      head = Buffer.concat([head, chunk])
      if (head.length < CONTENT_HEAD) continue
      look(head)
      yield head
      head = undefined
    }
  }
  if (!head) return
  look(head)
  yield head
}

import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Person } from '../../shared-types/src/model/person.ts'
import {
  type Checkpoint,
  type EventDocument,
  type PullAnswer,
  type PushAnswer,
  ROUTES,
  type Station,
} from '../../shared-types/src/protocol.ts'
import type { SignInAnswer, SignInRequest, SignInStep } from '../../shared-types/src/protocol-sign-in.ts'
import { type Deployment, PASSWORD } from './deployment.ts'
import { type Made, signedHead } from './signed.ts'

interface Answer<T = Record<string, unknown>> {
  status: number
  body: T & { error?: string; detail?: string }
}

/** A window that speaks to the server over HTTP as any client could, and keeps what it is told. */
export interface Window {
  station: Station
  held: Map<string, EventDocument>
  at: Checkpoint
  ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  push(...events: CaseEvent[]): Promise<PushAnswer['verdicts']>
  /** Pulls until nothing more comes. `lose` says which answers never arrive. */
  pull(limit?: number, lose?: () => boolean): Promise<void>
  pullOnce(limit?: number): Promise<PullAnswer>
  take(answer: PullAnswer): void
  signIn(person: Person, password?: string, more?: Partial<SignInRequest>): Promise<Answer<SignInAnswer & SignInStep>>
  signOut(): void
}

export function windowOf(deployment: Deployment, made: Pick<Made, 'station' | 'signer'>): Window {
  const { station } = made
  const session: { value?: string } = {}
  const window: Window = {
    station,
    held: new Map(),
    at: { seq: 0, scope: '' },
    async ask(method, path, body, headers = {}) {
      const url = new URL(path, deployment.address)
      const plain = body === undefined || typeof body === 'string' || body instanceof Uint8Array
      const sent = plain ? (body as string | Uint8Array<ArrayBuffer> | undefined) : JSON.stringify(body)
      const head = await signedHead(made, {
        method,
        url,
        session: session.value ?? '',
        ...(sent !== undefined && { body: sent }),
      })
      const answer = await fetch(url, {
        method,
        headers: {
          ...head,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(sent !== undefined && { body: sent }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text.startsWith('{') && !text.includes('\n') ? JSON.parse(text) : { text } }
    },
    async push(...events) {
      const { status, body } = await window.ask<PushAnswer>('POST', ROUTES.push, { events })
      if (status !== 200) throw new Error(`push: ${status} ${JSON.stringify(body)}`)
      // Like any client it holds what it wrote itself, with what became of it.
      for (const { id, verdict, seq, problems } of body.verdicts) {
        const event = events.find(e => e.id === id)
        if (event && seq > 0 && !window.held.has(id)) window.held.set(id, { ...event, verdict, seq, problems })
      }
      return body.verdicts
    },
    async pullOnce(limit = 1000) {
      const query = new URLSearchParams({ seq: String(window.at.seq), scope: window.at.scope, limit: String(limit) })
      const { status, body } = await window.ask<PullAnswer>('GET', `${ROUTES.pull}?${query}`)
      if (status !== 200) throw new Error(`pull: ${status} ${JSON.stringify(body)}`)
      return body
    },
    take(answer) {
      if (answer.restart) window.held.clear()
      for (const document of answer.documents)
        if (document.deleted) window.held.delete(document.id)
        else window.held.set(document.id, document)
      window.at = answer.checkpoint
    },
    async pull(limit = 1000, lose = () => false) {
      for (;;) {
        const answer = await window.pullOnce(limit)
        if (lose()) continue
        const { seq, scope } = window.at
        window.take(answer)
        if (answer.documents.length === 0 && window.at.seq === seq && window.at.scope === scope) return
      }
    },
    async signIn(person, password = PASSWORD, more = {}) {
      const request = { login: person.login, password, ...more }
      const answer = await window.ask<SignInAnswer & SignInStep>('POST', ROUTES.signIn, request)
      if (answer.status === 200 && answer.body.session) session.value = answer.body.session
      return answer
    },
    signOut() {
      delete session.value
    },
  }
  return window
}

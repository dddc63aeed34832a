import { createPrivateKey } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import {
  crossSign,
  type Issuer,
  type Made,
  makeAuthority,
  makeServerCertificate,
} from '../../../sync-server/src/tls-make.ts'
import { followedAuthority } from './tls-authority.ts'

const now = new Date('2026-03-02T01:00:00.000Z')
const issuer = ({ certificate, key }: Made): Issuer => ({ certificate, key: createPrivateKey(key) })
const follow = (known: Made, ...certificates: string[]) =>
  followedAuthority(known.certificate, { certificates, time: now.toISOString() })

let first: Made
let second: Made
let third: Made
let strange: Made
beforeAll(async () => {
  ;[first, second, third, strange] = (await Promise.all(
    ['a', 'b', 'c', 'd'].map(name => makeAuthority(name, now)),
  )) as [Made, Made, Made, Made]
})

test('the authority that the known one signed for is followed, over several', async () => {
  const two = await crossSign(issuer(first), second.certificate, now)
  const three = await crossSign(issuer(second), third.certificate, now)
  expect(follow(first, second.certificate, two)).toBe(second.certificate)
  expect(follow(second, third.certificate, three, two)).toBe(third.certificate)
  expect(follow(first, third.certificate, three, two)).toBe(third.certificate)
  expect(follow(first, third.certificate, two, three)).toBe(third.certificate)
})

test('nobody else is: the known one itself, another without or with a word that is not for it or not from the known one', async () => {
  const two = await crossSign(issuer(first), second.certificate, now)
  const { certificate: leaf } = await makeServerCertificate(issuer(first), ['centre.example'], 30, now)
  expect(follow(first, first.certificate, two)).toBeUndefined()
  expect(follow(first)).toBeUndefined()
  expect(follow(first, strange.certificate)).toBeUndefined()
  expect(follow(first, strange.certificate, two)).toBeUndefined()
  expect(follow(first, strange.certificate, await crossSign(issuer(strange), strange.certificate, now))).toBeUndefined()
  // Signed by somebody who calls himself like the known one.
  const namesake = { certificate: first.certificate, key: createPrivateKey(strange.key) }
  expect(follow(first, second.certificate, await crossSign(namesake, second.certificate, now))).toBeUndefined()
  // A way back to an older one, what is no authority, and what is no certificate.
  expect(follow(second, first.certificate, two)).toBeUndefined()
  expect(follow(first, leaf, two)).toBeUndefined()
  expect(follow(first, two, two)).toBeUndefined()
  expect(follow(first, 'nothing', two)).toBeUndefined()
  expect(follow(first, second.certificate, 'nothing')).toBeUndefined()
})

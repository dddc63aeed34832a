import { useState } from 'react'
import type { CarryBrought, CarryLook, CarryTaken } from '../../api/carry.ts'
import { useAsk } from './client-context.ts'
import { type Carrying, useCarry } from './use-carry.ts'

interface Read {
  upload: string
  look: CarryLook
}

/** A file from a stick: chosen, looked into, and taken or handed on, or let go. */
export interface Incoming extends Carrying {
  read: Read | undefined
  result: { taken?: CarryTaken; brought?: CarryBrought } | undefined
  choose(file: File): void
  /** Does with the file what may be done with it here. */
  go(): void
  letGo(): void
}

export function useIncoming(): Incoming {
  const ask = useAsk()
  const carrying = useCarry()
  const { run, hand } = carrying
  const [read, setRead] = useState<Read>()
  const [result, setResult] = useState<Incoming['result']>()
  const letGo = () => {
    if (read) void ask('carry.drop', { upload: read.upload }).catch(() => undefined)
    setRead(undefined)
  }
  const choose = (file: File) => {
    letGo()
    setResult(undefined)
    void run(async () => {
      const upload = await hand(file)
      setRead({ upload, look: await ask('carry.look', { upload }) })
    })
  }
  const go = () => {
    if (!read) return
    const { upload, look } = read
    void run(async () => {
      if (look.may === 'take') setResult({ taken: await ask('carry.take', { upload }) })
      else setResult({ brought: await ask('carry.bring', { upload }) })
      letGo()
    })
  }
  return { ...carrying, read, result, choose, go, letGo }
}

import { FileExcelOutlined } from '@ant-design/icons'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { Waiting } from './waiting.tsx'

interface FileDropProps {
  accept: string
  text: string
  icon?: ReactNode
  busy: boolean
  take(file: File): void
}

/** A large place for one file: dropped, or chosen by a click or by Enter. */
export function FileDrop({ accept, text, icon = <FileExcelOutlined />, busy, take }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) take(file)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={text}
        accept={accept}
        onChange={event => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) take(file)
        }}
      />
      <button
        type="button"
        className={over ? 'file-drop over' : 'file-drop'}
        disabled={busy}
        onClick={() => input.current?.click()}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {icon}
        <span>{text}</span>
        {busy && <Waiting />}
      </button>
    </>
  )
}

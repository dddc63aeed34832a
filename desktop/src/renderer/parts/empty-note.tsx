import { InboxOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'

/** Nothing is here: why, and what to do. */
export function EmptyNote({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="empty-note">
      <InboxOutlined />
      <p>{text}</p>
      {children}
    </div>
  )
}

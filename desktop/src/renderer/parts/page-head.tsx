import type { ReactNode } from 'react'

/** Title of a page, with its buttons. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="page-head">
      <h2>{title}</h2>
      <span className="grow" />
      {children}
    </header>
  )
}

import { type ReactNode, useEffect, useRef } from 'react'

interface DeviceSectionProps {
  title: string
  /** What is set up, as a text that changes with it; empty for nothing. */
  standing: string
  /** What is said while nothing is set up, and what to do then, a step a line. */
  none: string
  steps: string
  children: ReactNode
}

/** One device that is set up: what to plug in and to press while there is none, and what is set up once there is one. */
export function DeviceSection({ title, standing, none, steps, children }: DeviceSectionProps) {
  const section = useRef<HTMLElement>(null)
  const before = useRef(standing)
  useEffect(() => {
    if (before.current === standing) return
    before.current = standing
    // The button that was pressed went away with the choice: the next Tab goes on from here, not from the top.
    if (document.activeElement === document.body) section.current?.focus()
  }, [standing])
  return (
    <section ref={section} tabIndex={-1} aria-label={title} className="field-section device-section">
      <h3>{title}</h3>
      {!standing && (
        <>
          <p>{none}</p>
          <ol>
            {steps.split('\n').map(step => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      {children}
    </section>
  )
}

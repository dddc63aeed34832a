import { type RefObject, useEffect, useRef, useState } from 'react'

/** Height of an element as the page gives it, px, and the element's reference; 0 before it is known. */
export function useRoom<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const element = useRef<E>(null)
  const [height, setHeight] = useState(0)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => entry && setHeight(Math.floor(entry.contentRect.height)))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, height]
}

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Camera, CameraUse } from '../../api/files.ts'
import { useAsk } from '../state/client-context.ts'

/** Why there is no picture; the words have a sentence for each. */
export type CameraFault = 'refused' | 'absent' | 'taken' | 'gone' | 'broken'

export interface LiveCamera {
  video: RefObject<HTMLVideoElement | null>
  /** The cameras that are there, by the names that stand on them. */
  names: readonly string[]
  name: string | undefined
  turn: Camera['turn']
  fault: CameraFault | undefined
  /** A picture is to be seen. */
  live: boolean
  /** Of the picture as the camera gives it, in pixels. */
  size: { width: number; height: number }
  choose(name: string): void
  rotate(): void
  /** After a fault: looks for the camera anew. */
  again(): void
  /** Focuses anew; absent where the camera cannot. */
  focus?(): void
}

interface State {
  names: readonly string[]
  name?: string
  fault?: CameraFault
  live: boolean
  track?: MediaStreamTrack
  size: LiveCamera['size']
}

/** The camera of the desk for one use: the one that was chosen for it last, as it was turned last. Off when it is left. */
export function useCamera(use: CameraUse): LiveCamera {
  const ask = useAsk()
  const video = useRef<HTMLVideoElement>(null)
  const [kept, setKept] = useState<Camera | undefined>()
  const [state, setState] = useState<State>({ names: [], live: false, size: { width: 4, height: 3 } })
  useEffect(() => {
    let left = false
    const nothing: Camera = { name: '', turn: 0 }
    ask('cameras.state', {}).then(
      cameras => left || setKept(cameras[use] ?? nothing),
      () => left || setKept(nothing),
    )
    return () => {
      left = true
    }
  }, [ask, use])
  const wanted = kept?.name
  const [attempt, setAttempt] = useState(0)
  const again = useCallback(() => setAttempt(now => now + 1), [])
  useReplugged(state.fault, again)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins anew
  useEffect(() => {
    if (wanted === undefined) return
    return started(wanted, video, part => setState(now => ({ ...now, ...part })))
  }, [wanted, attempt])
  const keep = useCallback(
    (camera: Camera) => {
      setKept(camera)
      // That it is not remembered is no reason to stop.
      ask('cameras.keep', { use, camera }).catch(() => undefined)
    },
    [ask, use],
  )
  const name = state.name ?? wanted ?? ''
  const turn = kept?.turn ?? 0
  const { track } = state
  return {
    video,
    names: state.names,
    name: state.name,
    turn,
    fault: state.fault,
    live: state.live,
    size: state.size,
    again,
    choose: chosen => keep({ name: chosen, turn }),
    rotate: () => keep({ name, turn: ((turn + 90) % 360) as Camera['turn'] }),
    ...(track && canFocus(track) && { focus: () => void focusOn(track) }),
  }
}

/** A camera that was missing is looked for again when one is plugged in. */
function useReplugged(fault: CameraFault | undefined, again: () => void): void {
  useEffect(() => {
    if (fault !== 'absent' && fault !== 'gone') return
    navigator.mediaDevices.addEventListener('devicechange', again)
    return () => navigator.mediaDevices.removeEventListener('devicechange', again)
  }, [fault, again])
}

/** Starts the camera of that name, else the first. Answers what ends it. */
function started(
  wanted: string,
  video: RefObject<HTMLVideoElement | null>,
  tell: (part: Partial<State>) => void,
): () => void {
  let over = false
  let stream: MediaStream | undefined
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop()
  }
  tell({ live: false, fault: undefined, track: undefined })
  void (async () => {
    try {
      stream = await streamOf(wanted)
      if (over) return stop()
      const [track] = stream.getVideoTracks()
      track?.addEventListener('ended', () => over || tell({ live: false, fault: 'gone' }))
      if (video.current) video.current.srcObject = stream
      await video.current?.play()
      const cameras = await camerasHere()
      const { videoWidth: width = 4, videoHeight: height = 3 } = video.current ?? {}
      if (!over)
        tell({
          size: { width, height },
          live: true,
          track,
          name: track?.label,
          names: cameras.map(({ label }) => label),
        })
    } catch (thrown) {
      if (!over) tell({ live: false, fault: faultOf(thrown) })
    }
  })()
  return () => {
    over = true
    stop()
  }
}

/** As many pixels as a document camera has: A4 wants 2,480 × 3,508 for 300 dots an inch. */
const SIZE = { width: { ideal: 4096 }, height: { ideal: 3072 } }

async function streamOf(wanted: string): Promise<MediaStream> {
  // Without `mediaDevices` the page stands on no secure origin, which the shells never serve.
  const first = await navigator.mediaDevices.getUserMedia({ video: SIZE, audio: false })
  if (!wanted || first.getVideoTracks()[0]?.label === wanted) return first
  // Cameras have names only once one was allowed.
  const found = (await camerasHere()).find(({ label }) => label === wanted)
  if (!found) return first
  for (const track of first.getTracks()) track.stop()
  return navigator.mediaDevices.getUserMedia({ video: { ...SIZE, deviceId: { exact: found.deviceId } }, audio: false })
}

const camerasHere = async () =>
  (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput')

/** Names of errors as Media Capture and Streams has them (10.5). */
function faultOf(thrown: unknown): CameraFault {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : ''
  if (name === 'NotAllowedError') return 'refused'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'absent'
  return name === 'NotReadableError' || name === 'AbortError' ? 'taken' : 'broken'
}

/** MediaStream Image Capture: what TypeScript's DOM does not know. */
interface Focusing {
  focusMode?: readonly string[]
}

const modesOf = (track: MediaStreamTrack) => (track.getCapabilities() as Focusing).focusMode ?? []

const canFocus = (track: MediaStreamTrack) =>
  modesOf(track).some(mode => mode === 'single-shot' || mode === 'continuous')

async function focusOn(track: MediaStreamTrack): Promise<void> {
  const mode = modesOf(track).includes('single-shot') ? 'single-shot' : 'continuous'
  // A camera that says it can and then does not goes on as it was.
  await track.applyConstraints({ advanced: [{ focusMode: mode } as MediaTrackConstraintSet] }).catch(() => undefined)
}

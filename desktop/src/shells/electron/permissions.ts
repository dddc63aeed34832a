import type { Session } from 'electron'
import { isOurs } from './page.ts'

/** What is known of the page that asks: its address, and for `media` what it wants of it. */
export interface Asked {
  permission: string
  requestingUrl: string | undefined
  mediaTypes: readonly string[] | undefined
}

/**
 * All that the screen may ever use: the desk's camera without a microphone, and putting text on the clipboard. Devices
 * are the core's, so the screen gets no USB, serial or HID of its own.
 */
export function mayUse({ permission, requestingUrl, mediaTypes }: Asked): boolean {
  if (requestingUrl === undefined || !isOurs(requestingUrl)) return false
  if (permission === 'clipboard-sanitized-write') return true
  return permission === 'media' && mediaTypes?.length === 1 && mediaTypes[0] === 'video'
}

/** Puts the rule at every door that Electron has for it. */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(
      mayUse({
        permission,
        requestingUrl: details.requestingUrl,
        mediaTypes: 'mediaTypes' in details ? details.mediaTypes : undefined,
      }),
    ),
  )
  session.setPermissionCheckHandler((_contents, permission, _origin, details) =>
    mayUse({
      permission,
      requestingUrl: details.requestingUrl,
      mediaTypes: details.mediaType && [details.mediaType],
    }),
  )
  session.setDevicePermissionHandler(() => false)
}

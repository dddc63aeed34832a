import type { HidBus } from './sam-hid.ts'

/** What is on this machine's HID; the native part of `node-hid` is read only where somebody asks. */
export const hidDevices: HidBus = {
  devices: async () => (await import('node-hid')).devicesAsync(),
  open: async path => (await import('node-hid')).HIDAsync.open(path),
}

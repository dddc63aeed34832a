/// <reference types="w3c-web-usb" />
import type { UsbDevice } from '../ports/usb-device.ts'

/** What is plugged into this machine's USB; the native part of `usb` is read only where somebody asks. */
export const usbDevices = async (): Promise<readonly UsbDevice[]> => (await import('usb')).usb.getDevices()

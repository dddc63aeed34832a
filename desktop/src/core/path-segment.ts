/** A part of a request's path. Half a character, which no address can carry, becomes the sign for one. */
export const pathSegment = (text: string): string => encodeURIComponent(text.toWellFormed())

/**
 * The encoding of a text file by its first two bytes: UTF-8, or UTF-16 with its byte order mark, which is what
 * PowerShell makes of a command's output. RFC 8259 asks for UTF-8.
 */
export function encodingOf(start: Uint8Array): 'utf8' | 'utf16le' {
  return start[0] === 0xff && start[1] === 0xfe ? 'utf16le' : 'utf8';
}

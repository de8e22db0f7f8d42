/** The encoding of text files. */

/**
 * The encoding of a text file, by its first two bytes: UTF-16 if they are its byte order mark, else UTF-8 (RFC 8259).
 * PowerShell writes the output of a command as UTF-16.
 */
export function encodingOf(start: Uint8Array): 'utf8' | 'utf16le' {
  return start[0] === 0xff && start[1] === 0xfe ? 'utf16le' : 'utf8';
}

/** A burst of typing or of file events is answered once, this long after its last one. Milliseconds. */
export const pauseMs = 50;

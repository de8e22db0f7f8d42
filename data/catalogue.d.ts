/** The bundler gives the text of the file. */
declare module '*/catalogue.txt' {
  const packed: string;
  export default packed;
}

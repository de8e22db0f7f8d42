/** The bundler gives the text of the file. */
declare module '*/escalations.txt' {
  const table: string;
  export default table;
}

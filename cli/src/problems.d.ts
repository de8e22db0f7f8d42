/** The bundler imports the text of the file. */
declare module '*/problems.md' {
  const text: string;
  export default text;
}

// The bundler makes a file of its own of every style sheet that is imported.
declare module '*.css';

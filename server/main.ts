import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './daemon.ts';

// Reads --stdio, --node-ipc and --clientProcessId from the arguments, and ends with its parent.
const connection = createConnection(ProposedFeatures.all);

// One faulty request must not take the window's daemon with it.
process.on('unhandledRejection', (error) => {
  connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
});

serve(connection, process.env);
connection.listen();

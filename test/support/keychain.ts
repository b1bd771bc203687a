// Loaded into a process before anything else (`node --import`): its keychain is then the file that
// TEST_KEYCHAIN names, so that processes of a test share one, and no real one is touched.
import { registerHooks } from 'node:module';

const file = new URL('keychain-file.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@napi-rs/keyring/keytar.js' ? next(file, context) : next(specifier, context),
});

/** Files whose whole purpose is to keep secrets, by their names: what is in them never goes anywhere. */
const SECRET: readonly RegExp[] = [
  /^\.env(?:rc|\..*)?$/,
  /\.env$/,
  /\.(?:pem|key|p8|p12|pfx|jks|keystore|kdbx?|asc|gpg|pgp|ppk|ovpn|tfvars|tfstate|htpasswd)(?:\.|$)/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)/,
  /^\.?(?:htpasswd|netrc|pgpass|npmrc|pypirc|git-credentials|dockercfg|my\.cnf|s3cfg|boto|vault_pass)$/,
  /^_netrc$/,
  /(?:^|[._-])(?:secrets?|credentials?|passwords?|passwd)\.(?:json|ya?ml|toml|ini|xml|properties|txt|conf|cfg|env|enc)$/,
  /^(?:secrets?|credentials?)$/,
  /^(?:kubeconfig|authorized_keys|known_hosts|master\.key|local\.settings\.json|service-?account.*\.json)$/,
];
const SECRET_FOLDERS = /^\.(?:ssh|gnupg|aws|kube|azure|docker|git|vault)$/;

/** Whether a file is one that secrets are kept in. @param path with slashes, from the workspace folder on */
export function keepsSecrets(path: string): boolean {
  const steps = path.toLowerCase().split('/');
  const name = steps.at(-1) ?? '';
  return SECRET.some((pattern) => pattern.test(name)) || steps.some((step) => SECRET_FOLDERS.test(step));
}

# promptfoo and koffi from npm below the build folder, and promptfoo shut off from the network. Sourced after
# tests/harness/prepare.sh.

modules=$build/node
export WHISKER_LIBRARY=$build/core/libwhisker.so WHISKER_PLUGIN_LIBRARY=$build/plugin/libwhisker_plugin.so

# Is there a Node that the newest promptfoo runs on, and npm?
have_node() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit((major === 20 && minor >= 20) || (major === 22 && minor >= 22) || major > 22 ? 0 : 1)' 2>/dev/null
}

# The newest promptfoo that runs on this Node: 0.121 was the last for Node 20.
promptfoo_for_node() {
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 22 ] && echo promptfoo@latest || echo promptfoo@0.121
}

# The newest promptfoo and koffi, when they are not there yet; whisker as npm would pack it, each time anew. Install
# scripts fetch what is not needed here.
need_modules() {
  local packed
  mkdir -p "$modules"
  if [ ! -d "$modules/node_modules/promptfoo" ] || [ ! -d "$modules/node_modules/koffi" ]; then
    echo '{ "private": true }' >"$modules/package.json"
    npm install --prefix "$modules" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error \
      "$(promptfoo_for_node)" koffi@latest >/dev/null || return 1
  fi
  packed=$(mktemp -d)
  npm pack "$root/plugin/hosts/node" --pack-destination "$packed" --loglevel=error >/dev/null || return 1
  rm -rf "$modules/node_modules/whisker"
  mkdir "$modules/node_modules/whisker"
  tar -xzf "$packed"/whisker-*.tgz -C "$modules/node_modules/whisker" --strip-components=1
  rm -rf "$packed"
}

version_of() {
  node -p 'require(process.argv[1]).version' "$modules/node_modules/$1/package.json"
}

# keep_promptfoo_at_home FOLDER: its database, cache and logs there, and no network.
keep_promptfoo_at_home() {
  export HOME=$1 PROMPTFOO_CONFIG_DIR=$1/promptfoo
  export PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_DISABLE_REMOTE_GENERATION=1
  export PROMPTFOO_DISABLE_SHARING=1 PROMPTFOO_DISABLE_SHARE_EMAIL_REQUEST=1 PROMPTFOO_SELF_HOSTED=1
  export PROMPTFOO_CACHE_ENABLED=false NO_COLOR=1 FORCE_COLOR=0 NODE_NO_WARNINGS=1
  unset CI
  # Hooks make promptfoo's debug log long, and promptfoo 0.121 may die of "write after end" when it closes a log file that
  # has not kept up.
  export PROMPTFOO_DISABLE_DEBUG_LOG=1 PROMPTFOO_DISABLE_ERROR_LOG=1
  export NO_UPDATE_NOTIFIER=1 HTTP_PROXY=http://localhost:9 HTTPS_PROXY=http://localhost:9
}

# promptfoo ARGUMENTS...: in a namespace without a network where the system lets one make it.
promptfoo() {
  local apart=()
  ! unshare --user --map-root-user --net true 2>/dev/null || apart=(unshare --user --map-root-user --net)
  "${apart[@]}" "$modules/node_modules/.bin/promptfoo" "$@" </dev/null
}

# eval_folder SOURCE FOLDER: a copy of an eval, with the modules where an npm project has them.
eval_folder() {
  cp -r "$1" "$2" && ln -sfn "$modules/node_modules" "$2/node_modules"
}

# The Python package in a virtual environment of its own ($WHISKER_VENV, or below the build folder), with the newest
# harnesses. It is kept, and once it is there nothing here needs a network. Sourced after tests/harness/prepare.sh.

package=$root/plugin/hosts/python
venv=$(realpath -m "${WHISKER_VENV:-$build/python-venv}")
requirements=(pip hatchling cffi pytest numpy pandas statsmodels datasets lm_eval inspect-ai)
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1

# The harnesses come from the package registry once; the stamp says which names were asked for.
need_environment() {
  local wanted="${requirements[*]}"
  [ "$(cat "$venv/whisker-requirements" 2>/dev/null)" != "$wanted" ] || return 0
  rm -rf "$venv"
  python3 -m venv "$venv" >&2 && "$venv/bin/pip" install --quiet --upgrade "${requirements[@]}" >&2 || return 1
  echo "$wanted" >"$venv/whisker-requirements"
}

# Always anew: it is what is tested.
install_package() {
  "$venv/bin/pip" install --quiet --no-index --no-deps --no-build-isolation --force-reinstall "$package" >&2
}

version_of() {
  "$venv/bin/python" -c 'import importlib.metadata as m, sys; print(m.version(sys.argv[1]))' "$1"
}

# stay_at_home FOLDER: caches and databases of the harnesses there, and nothing is fetched or reported.
stay_at_home() {
  export HOME=$1 XDG_DATA_HOME=$1/data HF_HOME=$1/hf HF_HUB_OFFLINE=1 HF_DATASETS_OFFLINE=1
  export NO_COLOR=1 COLUMNS=80
  unset "${!INSPECT_@}" "${!WHISKER_@}"
}

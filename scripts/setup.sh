#!/usr/bin/env bash
# Sets up everything to run and test Foley Post in .venv: Debian packages (when root), Python packages.
# Quick when nothing is missing. Usage: scripts/setup.sh [run|test|debian]
# debian: only the Debian packages, those for the tests too.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

# What a bare Debian lacks: the synthesizer, and what Qt needs to open a window.
packages=(libfluidsynth3 libpulse0 libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1
  libxcb-icccm4 libxcb-keysyms1 libxcb-cursor0 libxcb-image0 libxcb-render-util0 libxcb-shape0 libxcb-randr0
  libxcb-xinerama0 libxkbcommon-x11-0)
# For the tests: a real screen, a real editing engine to play the written timelines with, and what runs
# the scripts of editing programs.
[ "$purpose" != run ] && packages+=(xvfb ges1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good luajit)
[ "$purpose" != run ] && ! command -v npm >/dev/null && packages+=(nodejs npm)
command -v python3.11 >/dev/null || packages+=(python3.11 python3.11-venv)

if command -v dpkg-query >/dev/null; then
  missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" = 0 ]; then
      echo "Installing Debian packages: ${missing[*]}"
      export DEBIAN_FRONTEND=noninteractive
      apt-get update -qq
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
      echo "Some Debian packages are missing. As root, run:" >&2
      echo "  apt-get install -y --no-install-recommends ${missing[*]}" >&2
      # The synthesizer and the window's libraries are not optional; an engine for the tests is.
      command -v python3.11 >/dev/null || exit 1
    fi
  fi
fi
[ "$purpose" = debian ] && exit 0

stamp=.venv/.set-up-for-$purpose
wanted=$(cat pyproject.toml constraints.txt "$0" | sha256sum | cut -d' ' -f1)
if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

[ -x .venv/bin/python ] || python3.11 -m venv .venv
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
echo "Installing Python packages into .venv (about 2 GB, some minutes the first time)"
torch=$(sed -n 's/^torch==//p' constraints.txt)
if ! .venv/bin/python -c "import importlib.metadata as m; assert m.version('torch').startswith('$torch')" 2>/dev/null; then
  # The build without CUDA where there is no GPU, if pip's configured sources have it; the plain one otherwise.
  if command -v nvidia-smi >/dev/null || ! pip install "torch==$torch+cpu" 2>/dev/null; then
    pip install "torch==$torch"
  fi
fi
extras='[simulate,train]'
[ "$purpose" = test ] && extras='[dev,docs]'
pip install -c constraints.txt -e ".$extras"
# The types of Premiere's interface, to check the panel against; its test is left out without them.
if [ "$purpose" = test ] && command -v npm >/dev/null; then
  mkdir -p .venv/premiere
  cp tests/hosts/premiere/package.json tests/hosts/premiere/package-lock.json .venv/premiere
  npm ci --silent --no-audit --no-fund --prefix .venv/premiere || echo "npm could not install Premiere's types" >&2
fi
echo "$wanted" >"$stamp"

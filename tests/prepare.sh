#!/bin/sh
# What the tests need beside Python packages: a browser, LibreOffice, fonts. Asks for them once.
set -eu

missing=""
for browser in chromium-headless-shell chromium chromium-browser google-chrome none; do
  command -v "$browser" >/dev/null && break
done
[ "$browser" != none ] || missing="$missing chromium-headless-shell"
command -v soffice >/dev/null || missing="$missing libreoffice-writer"
[ -n "$missing" ] || exit 0
missing="$missing fonts-liberation fonts-dejavu-core"

as_root=""
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null && as_root="sudo"
  if [ -z "$as_root" ] || { [ ! -t 0 ] && ! sudo -n true 2>/dev/null; }; then
    echo "NOTE: these packages are missing, and tests that need them will be skipped:$missing" >&2
    echo "      Install them with: sudo apt-get install$missing" >&2
    exit 0
  fi
fi
if ! command -v apt-get >/dev/null; then
  echo "NOTE: install these by hand, or tests that need them will be skipped:$missing" >&2
  exit 0
fi
echo "Installing$missing ..."
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq -o DPkg::Lock::Timeout=300 update
apt-cache show chromium-headless-shell >/dev/null 2>&1 \
  || missing=$(echo "$missing" | sed s/chromium-headless-shell/chromium/)
# shellcheck disable=SC2086 - one word per package
$as_root apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing >/dev/null

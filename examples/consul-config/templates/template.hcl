# As for consul-template alone: sources are relative to this file's folder.
template {
  source      = "shop.conf.ctmpl"
  destination = "/etc/shop/shop.conf"
  perms       = 0640
}

template {
  source      = "page.html.ctmpl"
  destination = "/etc/shop/page.html"
}

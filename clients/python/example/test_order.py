"""A shop's server, which tells Jitsu of each order, and the test of what it sends."""

import json
import urllib.request


def order_placed(jitsu_url, order_id, value):
    """What the shop does when an order is placed."""
    body = {
        "type": "track",
        "event": "purchase",
        "anonymousId": "a1",
        "messageId": f"order-{order_id}",
        "properties": {"transaction_id": order_id, "value": value, "currency": "EUR"},
    }
    headers = {"Content-Type": "application/json", "X-Write-Key": "shop:secret"}
    request = urllib.request.Request(f"{jitsu_url}/api/s/s2s/track", json.dumps(body).encode(), headers)
    urllib.request.urlopen(request).close()


def test_the_purchase_arrives_once_and_ga4_gets_its_value(eventpit):
    order_placed(eventpit.url_of("jitsu"), "O-1", 129.9)
    [purchase] = eventpit.wait("name:purchase canonical.params.value=129.9")
    eventpit.none("name:purchase", since=purchase, quiet=0.3)
    [ga4] = [it for it in eventpit.deliveries(purchase) if it["connector"] == "jitsu-ga4"]
    assert ga4["result"] == "sent"
    assert ga4["request"]["body"]["events"][0]["params"]["value"] == 129.9

"""A made-up Django project, and what is asked of its graph."""

SHOP = {
    "shop/__init__.py": "",
    "shop/settings.py": "INSTALLED_APPS = ['shop.sales', 'shop.stock', 'django.contrib.auth']\n",
    "shop/urls.py": "urlpatterns = [path('s/', include('shop.sales.urls'))]\n",
    "shop/stock/__init__.py": "",
    "shop/stock/models.py": "class Item(models.Model):\n    name = models.CharField()\n",
    "shop/sales/__init__.py": "",
    "shop/sales/urls.py": "",
    "shop/sales/models.py": """
from shop.stock.models import Item
class Base(models.Model):
    class Meta:
        abstract = True
class Order(Base):
    item = models.ForeignKey("stock.Item", on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
class Line(Base):
    order = models.ForeignKey("Order", on_delete=models.CASCADE)
""",
    "shop/sales/views.py": """
from .models import Order
Item = get_model("stock", "Item")
Basket, Line = get_classes("stock.baskets", ["Basket", "Line"])
plugin = import_module(name)
def view():
    with transaction.atomic():
        Order.objects.create(); Item.objects.update()
""",
    "shop/sales/tests/test_all.py": "import shop.stock.models\n",
}


def dependencies(graph):
    return {(d.source, d.target, d.kind): d.count for d in graph.dependencies}


def relations(graph):
    return {(r.source, r.target, r.kind) for r in graph.relations}

"""Methods, lambdas, properties, nested functions and a class body that runs."""
import truth


class Base(object):
    def __init__(self):
        self.start = lambda value: self.method(value)

    def method(self, value):
        def nested():
            return (self.prop, value)

        return nested()

    @property
    def prop(self):
        return type(self).klass()

    @classmethod
    def klass(cls):
        return cls.static(lambda: cls()[1])

    @staticmethod
    def static(action):
        return action()


class Derived(Base):
    def __getitem__(self, key):
        class Body(object):
            attribute = [None][0] or (lambda: truth.park())()

        return Body

    def method(self, value):
        return super(Derived, self).method(value)


if __name__ == "__main__":
    Derived().start(1)

"""
Guards taken away one at a time, to see the judges turn red. The product is not touched: its source is cut as it is imported.

``guards`` is the table. A control names its scene, a few seconds of play that bring exactly what the guard stands against, and the
findings of the rig's own judges of which one must come. With all guards in place every scene leaves every judge content.
"""

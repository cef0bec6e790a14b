"""Setting up Excel for the buttons, undoing it, and saying what is not right.

    machine.py     what this computer is and where Excel keeps things on it
    config.py      the settings of xlwings, xlwings.conf
    addin.py       the xlwings add-in, brought by xlwings' own command
    new_menu.py    the template that Excel offers under New
    record.py      what set-up wrote, so that it can be taken back
    installing.py  `revmentor-xl setup`
    removing.py    `revmentor-xl uninstall`
    doctor.py      `revmentor-xl doctor` and the button “Check my setup”

Nothing here needs Excel, the network or administrator rights, except that the
add-in's own command asks Excel where its start folder is.
"""

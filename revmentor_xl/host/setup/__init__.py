"""Setting up Excel for the buttons, undoing it, and saying what is not right.

    machine.py     what this computer is and where Excel keeps things on it
    registry.py    the Windows registry, as far as Excel's settings are there
    config.py      the settings of xlwings, xlwings.conf
    pairs.py       how the add-in reads the lines of that file
    addin.py       the xlwings add-in, brought by xlwings' own command, and its library,
                   which Excel for Windows loads
    paths.py       paths that do not reach Python
    new_menu.py    the template that Excel offers under New
    record.py      what set-up wrote, so that it can be taken back
    installing.py  `revmentor-xl setup`
    removing.py    `revmentor-xl uninstall`
    doctor/        `revmentor-xl doctor` and the button “Check my setup”, which look at
                   the sides of Python, of Excel and of the file
    line.py        a line of what was done or found
    commandline.py how the three commands speak to a person

Nothing here needs Excel, the network or administrator rights, except that the
add-in's own command asks Excel where its start folder is.
"""
